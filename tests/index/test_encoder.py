"""One suite for all sorts of encoders: our own, a static one read directly, by sentence-transformers, an endpoint."""

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bag import BagEncoder, count_matrix, pack, unpack
from index.encoder import Encoder, load_encoder
from index.endpoint import EndpointEncoder
from index.errors import EncoderError
from index.pieces import Cut
from index.settings import SHIPPED_ENCODER
from index.static import StaticEncoder
from index.training.export import export, quantise
from index.transformer import TransformerEncoder
from index.vectors import Vectors, unit
from tests.index.embeddings import EmbeddingsServer

TEXTS = [
    "青湖科技园规划面积8.05平方公里。",
    "The science park",
    "合作",
    "园区" * 700,
    "🙂 mixed 文本 ABC",
    "彭州与什邡",
]
PIECES = {
    piece: 10 + i
    for i, piece in enumerate(
        [
            *"青湖科技园规划面积平方公里合作区文本彭州与什邡。.",
            "园区",
            "科技",
            "the",
            "park",
            "mixed",
            "abc",
            "8",
            "05",
        ]
    )
}

SHIPPED = load_encoder()


@pytest.fixture(scope="session")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model of 8 dimensions, as sentence-transformers saves one."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = [("[UNK]", -20.0), *((piece, -float(i + 1)) for i, piece in enumerate(PIECES))]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(7).normal(size=(len(vocabulary), 8)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    folder = tmp_path_factory.mktemp("models") / "static"
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def bag_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of our own sort, 8 dimensions."""
    folder = tmp_path_factory.mktemp("models") / "bag"
    weights = np.random.default_rng(7).normal(size=(len(PIECES), 8)).astype(np.float32)
    export(folder, weights, PIECES, {"power": 0.5})
    return folder


@pytest.fixture(scope="session")
def endpoint() -> Iterator[EmbeddingsServer]:
    with EmbeddingsServer(dim=8) as server:
        yield server


@pytest.fixture(params=["shipped", "bag", "static", "transformer", "endpoint"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    match request.param:
        case "shipped":
            return load_encoder()
        case "bag":
            return BagEncoder(request.getfixturevalue("bag_model"))
        case "static":
            return StaticEncoder(request.getfixturevalue("static_model"))
        case "transformer":
            return TransformerEncoder(str(request.getfixturevalue("static_model")))
        case _:
            return EndpointEncoder(request.getfixturevalue("endpoint").name)


def test_vectors_are_of_length_1_and_one_a_text(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_without_a_token_is_the_zero_vector(encoder: Encoder) -> None:
    vectors = encoder.encode(["", "园区"])
    assert np.isfinite(vectors).all()
    assert not vectors[0].any()
    assert vectors[1].any()


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.encode(["园区"]).shape[1])


def test_a_vector_does_not_depend_on_the_texts_beside_it(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    for row, text in enumerate(TEXTS):
        np.testing.assert_allclose(encoder.encode([text])[0], together[row], atol=1e-5)


@given(
    st.lists(
        st.lists(st.sampled_from([*"青湖科技园区合作 ", "mixed", "8"]), max_size=30).map("".join),
        min_size=1,
        max_size=6,
    )
)
def test_vectors_of_our_own_encoder_are_the_same_bits_in_any_company(texts: list[str]) -> None:
    together = SHIPPED.encode(texts)
    assert all(np.array_equal(SHIPPED.encode([text])[0], together[row]) for row, text in enumerate(texts))


def test_a_query_without_a_prompt_of_its_own_is_encoded_like_a_passage(encoder: Encoder) -> None:
    np.testing.assert_allclose(encoder.encode(TEXTS, query=True), encoder.encode(TEXTS), atol=1e-5)


@pytest.mark.parametrize("sort", [BagEncoder, StaticEncoder, TransformerEncoder])
def test_the_fingerprint_is_stable_and_of_one_model(
    sort: type[Encoder], bag_model: Path, static_model: Path, tmp_path: Path
) -> None:
    model = bag_model if sort is BagEncoder else static_model
    other = tmp_path / "other"
    shutil.copytree(model, other)
    weights = next(other.rglob("model.safetensors"))
    data = bytearray(weights.read_bytes())
    data[-20:-10] = bytes(10)
    weights.write_bytes(data)

    def fingerprint(path: Path) -> str:
        return sort(path if sort is not TransformerEncoder else str(path)).fingerprint  # type: ignore[call-arg]

    assert fingerprint(model) == fingerprint(model)
    assert fingerprint(model) != fingerprint(other)


def test_a_static_model_is_read_as_sentence_transformers_reads_it(static_model: Path) -> None:
    static, transformer = StaticEncoder(static_model), TransformerEncoder(str(static_model))
    np.testing.assert_allclose(static.encode(TEXTS), transformer.encode(TEXTS), atol=1e-3)


def test_a_model_gets_its_prompts(tmp_path: Path, static_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(static_model), device="cpu")
    model.prompts = {"query": "科技园", "document": "合作"}
    model.save(str(tmp_path / "prompted"))
    prompted, plain = TransformerEncoder(str(tmp_path / "prompted")), TransformerEncoder(str(static_model))
    np.testing.assert_allclose(prompted.encode(["青湖"], query=True), plain.encode(["科技园青湖"]), atol=1e-5)
    np.testing.assert_allclose(prompted.encode(["青湖"]), plain.encode(["合作青湖"]), atol=1e-5)


def test_a_name_means_the_right_sort(bag_model: Path, static_model: Path, tmp_path: Path) -> None:
    assert isinstance(load_encoder(), BagEncoder)
    assert load_encoder().fingerprint == load_encoder(str(SHIPPED_ENCODER)).fingerprint
    assert isinstance(load_encoder(str(bag_model)), BagEncoder)
    assert isinstance(load_encoder(str(static_model)), StaticEncoder)
    assert isinstance(load_encoder("http://127.0.0.1:1/v1#m"), EndpointEncoder)
    (tmp_path / "modules.json").write_text('[{"type": "sentence_transformers.models.Transformer"}]')
    assert isinstance(load_encoder(str(tmp_path)), TransformerEncoder)


def test_a_static_model_with_another_layer_is_not_read_directly(static_model: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense

    plain = SentenceTransformer(str(static_model), device="cpu")
    layered = SentenceTransformer(modules=[*plain, Dense(8, 4)], device="cpu")
    layered.save(str(tmp_path / "layered"))
    assert load_encoder(str(tmp_path / "layered")).encode(["园区"]).shape == (1, 4)


@pytest.mark.parametrize("name", ["/no/such/folder", "./nothing", "~/nothing", "a/b/c"])
def test_a_folder_that_is_not_there_is_an_error_in_words(name: str) -> None:
    with pytest.raises(EncoderError, match=r"no encoder .*give the folder"):
        load_encoder(name)


def test_a_model_that_is_not_on_this_machine_is_refused_and_not_fetched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, blocked_addresses: list[str]
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(
        EncoderError, match=r"no encoder 'no-such-model' on this machine: give the folder .* or fetch"
    ):
        load_encoder("no-such-model")
    assert blocked_addresses == []


@pytest.mark.parametrize("how", ["missing", "cut short", "not what it says"])
@pytest.mark.parametrize(
    ("sort", "damaged"),
    [
        ("static", "model.safetensors"),
        ("static", "tokenizer.json"),
        ("bag", "model.safetensors"),
        ("bag", "pieces.json"),
    ],
)
def test_a_damaged_model_is_an_error_in_words(
    request: pytest.FixtureRequest, tmp_path: Path, sort: str, damaged: str, how: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(request.getfixturevalue(f"{sort}_model"), folder)
    path = next(folder.rglob(damaged))
    if how == "missing":
        path.unlink()
    elif how == "cut short":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        path.write_bytes(b"nothing of the kind")
    with pytest.raises(EncoderError, match=r"model"):
        load_encoder(str(folder)).encode(["园区"])


def test_a_bag_is_what_its_formula_says(bag_model: Path) -> None:
    from index.bag import map_tensors

    tensors = map_tensors(bag_model / "model.safetensors")
    halves = tensors["weights"].astype(int)
    codes = np.hstack([halves % 16, halves // 16]) - 8
    rows = codes.astype(np.float64) * tensors["scales"][:, None]
    numbers = {piece: i for i, piece in enumerate(PIECES)}
    expected = 2**0.5 * rows[numbers["园区"]] + rows[numbers["合"]] + rows[numbers["mixed"]]
    found = BagEncoder(bag_model).encode(["园区合 園 ＭＩＸＥＤ 园区"])[0]
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-5)


def test_rounding_to_whole_numbers_costs_little_and_less_for_a_whole_text() -> None:
    weights = np.random.default_rng(3).normal(size=(500, 64)).astype(np.float32)
    whole, scales = quantise(weights)
    back = whole * scales[:, None]

    def least_cosine(a: Vectors, b: Vectors) -> float:
        return float((unit(a) * unit(b)).sum(axis=1).min())

    assert np.abs(whole).max() == 7
    assert least_cosine(back, weights) > 0.98
    texts = (500 // 20, 20, 64)
    assert least_cosine(back.reshape(texts).sum(axis=1), weights.reshape(texts).sum(axis=1)) > 0.99


@given(st.integers(0, 5), st.integers(1, 4), st.randoms(use_true_random=False))
def test_packed_numbers_come_back(n: int, half: int, random: Random) -> None:
    codes = np.array([random.randint(-8, 7) for _ in range(n * 2 * half)], dtype=np.int8).reshape(n, 2 * half)
    packed = pack(codes)
    assert packed.shape == (n, half)
    np.testing.assert_array_equal(unpack(packed), codes)


@given(st.lists(st.lists(st.integers(0, 8), max_size=12), min_size=1, max_size=5))
def test_counts_are_those_of_counting(cut: list[list[int]]) -> None:
    ends = np.cumsum([0, *map(len, cut)])
    counted = count_matrix(Cut(np.array([*chain.from_iterable(cut)], dtype=np.int32), ends), 9, 0.5).toarray()
    for row, numbers in zip(counted, cut, strict=True):
        np.testing.assert_allclose(row, [numbers.count(piece) ** 0.5 for piece in range(9)], rtol=1e-6)


def test_texts_shared_among_threads_have_the_vectors_they_have_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{TEXTS[i % 4][i % 7 :]}{i}" for i in range(50)]
    whole = SHIPPED.encode(texts)
    monkeypatch.setattr("index.bag._BATCH", 7)
    monkeypatch.setattr("index.bag._LEAST_BATCH", 10)
    monkeypatch.setattr("index.bag.n_cores", lambda: 3)
    np.testing.assert_array_equal(SHIPPED.encode(texts), whole)
    np.testing.assert_array_equal(SHIPPED.encode(texts[::-1]), whole[::-1])


def test_an_error_of_one_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.bag._LEAST_BATCH", 1)
    monkeypatch.setattr("index.bag.n_cores", lambda: 2)
    with pytest.raises(TypeError):
        SHIPPED.encode(["园区", None, "合作"])  # type: ignore[list-item]


def test_an_endpoint_is_asked_in_batches_with_its_key(
    endpoint: EmbeddingsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENJU_ENCODER_KEY", "secret")
    endpoint.requests.clear()
    vectors = EndpointEncoder(endpoint.name).encode([f"文本{i}" for i in range(150)])
    assert vectors.shape == (150, 8)
    assert [len(body["input"]) for body in endpoint.requests] == [64, 64, 22]
    assert {body["model"] for body in endpoint.requests} == {"tiny"}
    assert endpoint.keys[-1] == "Bearer secret"


def test_an_endpoint_that_is_busy_is_asked_again(
    endpoint: EmbeddingsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    endpoint.faults = [503, 429]
    assert EndpointEncoder(endpoint.name).encode(["园区"]).shape == (1, 8)


@pytest.mark.parametrize(
    "faults",
    [
        [401],
        [500, 502, 503],
        [b"<html>"],
        [b'{"data": []}'],
        [b'{"data": [{"index": 0, "embedding": "x"}]}'],
        [b'{"error": "no such model"}'],
    ],
)
def test_a_faulty_endpoint_is_an_error_in_words(
    endpoint: EmbeddingsServer, faults: list[int | bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    endpoint.faults = list(faults)
    with pytest.raises(EncoderError, match=r"endpoint .* failed for 'tiny' .*: check the address"):
        EndpointEncoder(endpoint.name).encode(["园区"])
    endpoint.faults.clear()


def test_an_endpoint_that_is_not_there_or_without_a_model_is_an_error_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(EncoderError, match=r"failed"):
        load_encoder("http://127.0.0.1:9/v1#m").encode(["园区"])
    with pytest.raises(EncoderError, match=r"which model .*#MODEL"):
        load_encoder("http://127.0.0.1:9/v1")
