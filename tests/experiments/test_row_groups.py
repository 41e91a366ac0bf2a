"""The table of acts is put together from pieces: what comes out is what PyArrow would write in one go."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from brink.experiments.errors import EngineFault
from brink.experiments.results import row_groups, store
from brink.experiments.results.columns import ACT_ENCODINGS, NAMELESS, acts_table
from brink.experiments.results.parquet import parquet_writer
from brink.experiments.results.question import BatchQuestion, Chunk, chunks, first_before
from brink.experiments.results.row_groups import START, encoded, read_piece, rows_of, write_joined
from brink.tests.support import make_acts, make_batch, make_case

QUESTION = BatchQuestion("Border clash", "a" * 64, 1_000, 1, 60, 1_000, False, "", "feed")


@pytest.fixture(scope="module")
def tables() -> list[pa.Table]:
    """Acts of four chunks; nothing happens in the first and in the third."""
    case = make_case()
    some = [make_acts({"killed": 3}, {"cause": 0, "site": -1, "blamed": -1}), make_acts({"hits": 40_000}), make_acts()]
    return [
        acts_table(make_batch([make_acts()]), case, 1),
        acts_table(make_batch(some, first=1), case, 3),
        acts_table(make_batch([make_acts()], first=4), case, 1),
        acts_table(make_batch(some, first=5), case, 3),
    ]


def pieces(tables: list[pa.Table], folder: Path, starts: list[int] | None = None) -> list[Path]:
    """Pieces on disk, each where the one before ends, unless told otherwise."""
    paths, at = [], START
    for k, table in enumerate(tables):
        piece = encoded(table, at if starts is None else starts[k], ACT_ENCODINGS)
        paths.append(folder / f"{k}.piece")
        paths[-1].write_bytes(piece.raw)
        at += len(piece.group)
    return paths


def in_one_go(tables: list[pa.Table], path: Path) -> bytes:
    with pa.OSFile(str(path), "wb") as sink, parquet_writer(sink, tables[0].schema, ACT_ENCODINGS) as writer:
        for table in tables:
            if table.num_rows:
                writer.write_table(table, row_group_size=table.num_rows)
    return path.read_bytes()


def test_pieces_make_what_pyarrow_writes_in_one_go(tables: list[pa.Table], tmp_path: Path) -> None:
    assert write_joined(tmp_path / "joined", pieces(tables, tmp_path), ACT_ENCODINGS) == 6
    assert (tmp_path / "joined").read_bytes() == in_one_go(tables, tmp_path / "whole")
    assert pq.read_table(tmp_path / "joined").equals(pa.concat_tables(tables))


@pytest.mark.parametrize("starts", [[START] * 4, [START, START + 1, 9_000, 1 << 24], [1 << 24] * 3 + [START]])
def test_pieces_that_lie_elsewhere_are_encoded_again(tables: list[pa.Table], tmp_path: Path, starts: list[int]) -> None:
    places = pieces(tables, tmp_path, starts)
    for table, place in zip(tables, places, strict=True):
        assert rows_of(read_piece(place)).equals(table)
    write_joined(tmp_path / "joined", places, ACT_ENCODINGS)
    assert (tmp_path / "joined").read_bytes() == in_one_go(tables, tmp_path / "whole")


def test_pieces_are_encoded_once_unless_another_pyarrow_made_them(
    tables: list[pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places, again = pieces(tables, tmp_path), []
    row_groups._created_by()
    monkeypatch.setattr(row_groups, "encoded", lambda *given: (again.append(1), encoded(*given))[1])
    write_joined(tmp_path / "joined", places, ACT_ENCODINGS)
    assert not again
    monkeypatch.setattr(row_groups, "_created_by", lambda: "another")
    write_joined(tmp_path / "joined", places, ACT_ENCODINGS)
    assert len(again) == len(tables)
    assert (tmp_path / "joined").read_bytes() == in_one_go(tables, tmp_path / "whole")


@pytest.mark.parametrize(("runs", "with_series"), [(1_300, 540), (10_000, 1_000), (700, 700), (1_001, 20), (501, 500)])
def test_the_chunk_before_is_the_one_before(runs: int, with_series: int) -> None:
    firsts = [chunk.first for chunk in chunks(runs, with_series)]
    assert [first_before(first, with_series) for first in firsts[1:]] == firsts[:-1]


def test_a_footer_that_leads_too_far_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = store.Plan(QUESTION, "ensemble", 0, "", None, {})
    place = store.chunk_path(tmp_path, Chunk(0, 500, False))
    place.mkdir(parents=True)
    table = acts_table(make_batch([make_acts({})]), make_case(), 1)
    (place / store.ACTS).write_bytes(encoded(table, 5_000, ACT_ENCODINGS).raw)
    assert store._end_of_acts(tmp_path, plan, 500) > 5_000
    monkeypatch.setattr(store, "FARTHEST", 5_000)
    assert store._end_of_acts(tmp_path, plan, 500) == START


def test_acts_of_nobody_are_the_fault_of_their_engine() -> None:
    assert acts_table(make_batch([make_acts(dict.fromkeys(("target", "site"), -1))]), make_case(), 1).num_rows == 1
    batch = make_batch([make_acts({"actor": -1})])
    with pytest.raises(EngineFault, match="runs 0 to 0: actor is missing in 1 acts"):
        store._acts(batch, make_case(), 1)


def test_columns_without_gaps_say_so() -> None:
    schema = acts_table(make_batch([make_acts({})]), make_case(), 1).schema
    assert {field.name for field in schema if field.nullable} == set(NAMELESS)
    assert set(ACT_ENCODINGS) < set(schema.names)
    assert not [name for name in ACT_ENCODINGS if not pa.types.is_int32(schema.field(name).type)]
