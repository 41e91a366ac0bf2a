"""What the tests of evidence share: the command line, run in this process."""

import pytest

from brink.experiments.commands import cli


@pytest.fixture
def brink(monkeypatch, capsys):
    """Run a command; give its exit code, standard output and standard error."""

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["brink", *map(str, arguments)])
        code = cli.call(cli.app)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call
