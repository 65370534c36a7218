"""One suite for both encoders: read directly, and by sentence-transformers."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, StaticEncoder, TransformerEncoder, load_encoder
from index.errors import EncoderError
from index.settings import STARTER_ENCODER

TEXTS = [
    "青湖科技园规划面积8.05平方公里。",
    "The science park",
    "合作",
    "园区" * 700,
    "🙂 mixed 文本 ABC",
    "彭州与什邡",
]
Make = Callable[[Path], Encoder]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static model of 8 dimensions, as sentence-transformers saves one."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(STARTER_ENCODER / "tokenizer.json"))
    weights = np.random.default_rng(7).normal(size=(tokenizer.get_vocab_size(), 8)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return folder


@pytest.fixture(
    params=[StaticEncoder, lambda path: TransformerEncoder(str(path))], ids=["static", "transformer"]
)
def make(request: pytest.FixtureRequest) -> Make:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=["tiny", "starter"])
def model(request: pytest.FixtureRequest) -> Path:
    return STARTER_ENCODER if request.param == "starter" else request.getfixturevalue("tiny_model")


def test_vectors_are_of_length_1_and_one_a_text(make: Make, model: Path) -> None:
    vectors = make(model).encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_without_a_token_is_the_zero_vector(make: Make, model: Path) -> None:
    vectors = make(model).encode(["", "园区"])
    assert np.isfinite(vectors).all()
    assert not vectors[0].any()
    assert vectors[1].any()


def test_no_texts_give_no_vectors(make: Make, tiny_model: Path) -> None:
    assert make(tiny_model).encode([]).shape == (0, 8)


def test_a_vector_does_not_depend_on_the_texts_beside_it(make: Make, model: Path) -> None:
    encoder = make(model)
    together = encoder.encode(TEXTS)
    for row, text in enumerate(TEXTS):
        np.testing.assert_allclose(encoder.encode([text])[0], together[row], atol=1e-5)


def test_the_fingerprint_is_stable_and_of_one_model(make: Make, model: Path, tmp_path: Path) -> None:
    assert make(model).fingerprint == make(model).fingerprint
    assert make(model).fingerprint != make(_scaled(model, tmp_path / "other")).fingerprint


def test_both_agree(model: Path) -> None:
    static, transformer = StaticEncoder(model).encode(TEXTS), TransformerEncoder(str(model)).encode(TEXTS)
    np.testing.assert_allclose(static, transformer, atol=1e-3)


def _scaled(model: Path, folder: Path) -> Path:
    """A copy with other weights."""
    from safetensors.numpy import load_file, save_file

    shutil.copytree(model, folder)
    weights = next(folder.rglob("model.safetensors"))
    save_file({name: tensor + tensor for name, tensor in load_file(weights).items()}, weights)
    return folder


def test_the_shipped_encoder_is_the_default_and_read_directly() -> None:
    assert isinstance(load_encoder(), StaticEncoder)
    assert load_encoder().fingerprint == load_encoder(str(STARTER_ENCODER)).fingerprint


def test_a_static_folder_is_read_directly_and_another_is_not(tiny_model: Path, tmp_path: Path) -> None:
    assert isinstance(load_encoder(str(tiny_model)), StaticEncoder)
    (tmp_path / "modules.json").write_text('[{"type": "sentence_transformers.models.Transformer"}]')
    assert isinstance(load_encoder(str(tmp_path)), TransformerEncoder)


def test_a_static_model_with_another_layer_is_not_read_directly(tiny_model: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense

    plain = SentenceTransformer(str(tiny_model), device="cpu")
    layered = SentenceTransformer(modules=[*plain, Dense(8, 4)], device="cpu")
    layered.save(str(tmp_path / "layered"))
    assert load_encoder(str(tmp_path / "layered")).encode(["园区"]).shape == (1, 4)


@pytest.mark.parametrize("changed", ["middle", "tokenizer"])
def test_the_fingerprint_changes_when_the_vectors_do(changed: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(STARTER_ENCODER, folder)
    if changed == "tokenizer":
        path = folder / "tokenizer.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"lowercase":true', '"lowercase":false'))
        path.write_text(path.read_text(encoding="utf-8").replace("园", "圜"), encoding="utf-8")
    else:
        path = folder / "model.safetensors"
        data = bytearray(path.read_bytes())
        middle = len(data) // 2
        data[middle : middle + 4096] = bytes(4096)
        path.write_bytes(data)
    assert StaticEncoder(folder).fingerprint != StaticEncoder(STARTER_ENCODER).fingerprint


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


@pytest.mark.parametrize("damaged", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("how", ["missing", "cut short", "not what it says"])
def test_a_damaged_model_is_an_error_in_words(
    tiny_model: Path, tmp_path: Path, damaged: str, how: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    path = next(folder.rglob(damaged))
    if how == "missing":
        path.unlink()
    elif how == "cut short":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        path.write_bytes(b"nothing of the kind")
    with pytest.raises(EncoderError, match=r"model"):
        load_encoder(str(folder)).encode(["园区"])
