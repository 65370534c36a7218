"""The encoder while it learns: an embedding bag under sentence-transformers' trainer and contrastive loss."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch.utils.data import DataLoader, Dataset

from index.bag import count_matrix
from index.pieces import Cut
from index.training.examples import Examples, Numbers

Features = dict[str, torch.Tensor]

_SAVE_STEPS = 200
_STATE = "bag.pt"
_SCALE = 20.0
"""1 / temperature of the softmax over a batch."""


class Bag(torch.nn.Module):
    """Sum of count ** power times the piece's vector, to length 1; see `index.bag`."""

    def __init__(self, n_pieces: int, dim: int) -> None:
        super().__init__()
        self.embedding = torch.nn.EmbeddingBag(n_pieces, dim, mode="sum")
        torch.nn.init.normal_(self.embedding.weight, std=0.1)

    def forward(self, features: Features, **_: Any) -> Features:
        sums = self.embedding(
            features["input_ids"], features["offsets"], per_sample_weights=features["factors"]
        )
        features["sentence_embedding"] = torch.nn.functional.normalize(sums)
        return features

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """The trainer's checkpoints keep the state; there is nothing else to save."""
        torch.save(self.state_dict(), Path(output_path) / _STATE)


class _Model(SentenceTransformer):  # type: ignore[misc]
    def _create_model_card(self, *_: Any, **__: Any) -> None:
        """The model card is our own (`index.training.export`)."""


class Steps(Dataset[Features]):
    """Item i is the whole batch of step `first` + i."""

    def __init__(self, examples: Examples, first: int, n_steps: int, n_pieces: int, power: float) -> None:
        self._examples, self._first, self._n_steps = examples, first, n_steps
        self._n_pieces, self._power = n_pieces, power

    def __len__(self) -> int:
        return self._n_steps - self._first

    def __getitem__(self, i: int) -> Features:
        queries, passages = self._examples.batch(self._first + i)
        return {**self._features("query", queries), **self._features("passage", passages)}

    def _features(self, side: str, cut: Sequence[Numbers]) -> Features:
        ends = np.cumsum([0, *map(len, cut)])
        bags = count_matrix(Cut(np.concatenate(cut), ends), self._n_pieces, self._power)
        return {
            f"{side}_input_ids": torch.from_numpy(bags.indices.astype(np.int64)),
            f"{side}_offsets": torch.from_numpy(bags.indptr[:-1].astype(np.int64)),
            f"{side}_factors": torch.from_numpy(bags.data),
        }


class BatchTrainer(SentenceTransformerTrainer):  # type: ignore[misc]
    """The trainer of sentence-transformers over batches that are ready made."""

    def get_train_dataloader(self) -> Any:
        """One item of the data set a step, in order, so that a resumed training goes on where it was."""
        return self.accelerator.prepare(
            DataLoader(
                self.train_dataset,
                batch_size=None,
                shuffle=False,
                num_workers=self.args.dataloader_num_workers,
            )
        )

    def _load_from_checkpoint(self, checkpoint_path: str) -> None:
        """The weights of a checkpoint; the trainer itself restores the optimiser and the step."""
        (saved,) = Path(checkpoint_path).rglob(_STATE)
        self.model[0].load_state_dict(torch.load(saved, weights_only=True))


def train(
    examples: Examples,
    n_pieces: int,
    folder: Path,
    *,
    dim: int,
    power: float,
    steps: int,
    rate: float,
    seed: int,
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Train for `steps` batches and return the vectors, float32 `(n_pieces, dim)`.

    Checkpoints and the curve of the loss (`trainer_state.json`) go to `folder`; a training that was interrupted there goes on.
    """
    torch.manual_seed(seed)
    bag = Bag(n_pieces, dim)
    model = _Model(modules=[bag], device="cpu")
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(folder),
        max_steps=steps,
        per_device_train_batch_size=1,
        learning_rate=rate,
        lr_scheduler_type="linear",
        warmup_steps=50,
        weight_decay=0.0,
        max_grad_norm=0.0,
        optim="adamw_torch_fused",
        logging_steps=20,
        save_steps=_SAVE_STEPS,
        save_total_limit=1,
        report_to=[],
        use_cpu=True,
        ignore_data_skip=True,  # the batches begin at the step that is next
        seed=seed,
        dataloader_num_workers=1,
    )
    loss = MultipleNegativesRankingLoss(
        model, scale=_SCALE, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    trainer = BatchTrainer(model=model, args=arguments, loss=loss)
    done = max((int(path.name.rpartition("-")[2]) for path in folder.glob("checkpoint-*")), default=0)
    trainer.train_dataset = Steps(
        examples, done, steps, n_pieces, power
    )  # past the checks for columns of text
    if done < steps:
        trainer.train(resume_from_checkpoint=str(folder / f"checkpoint-{done}") if done else None)
    else:
        trainer._load_from_checkpoint(str(folder / f"checkpoint-{done}"))
    weights: np.ndarray[Any, np.dtype[np.float32]] = bag.embedding.weight.detach().numpy()
    return weights
