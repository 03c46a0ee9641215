"""Where the kernels come from: compiled once for all, and training works whatever the disk does."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse import Network, compiled, train, wiggly
from dlcourse.compiled import loading

PACKAGE = Path(compiled.__file__).parents[1]
OFF, ON = {"DLCOURSE_ACCELERATOR": "off"}, {"DLCOURSE_ACCELERATOR": "on"}
ONCE = "compiling the fast kernels, once"

needs_numba = pytest.mark.skipif(not compiled.available(), reason="numba is missing or off")

CORE = """
import sys
import numpy as np
from dlcourse import backprop, compiled
from dlcourse.data import wiggly
from dlcourse.network import deep_network
from dlcourse import Adam, train
net, data = deep_network(7, residual=True), wiggly()
theta = np.random.default_rng(0).normal(size=(3, net.n_params))
run = train(net, data, epochs=200, seed=[0, 1], optimizer=Adam(3e-3), scale=0.5)
print(compiled.available(), "numba" in sys.modules)
print(*np.ravel(backprop.objective(net, theta, data.x, data.y)).tolist())
print(*backprop.gradient(net, theta, data.x, data.y).sum(-1).tolist())
print(*run.losses[:, -1].tolist(), *run.theta.sum(-1).tolist())
"""


def start(code, path, environment):
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(path), **environment},
        cwd=str(path).split(os.pathsep)[0], text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ended(process):
    """What a process printed and what it complained about."""
    printed, complained = process.communicate()
    assert process.returncode == 0, complained
    return SimpleNamespace(stdout=printed, stderr=complained)


def run_core(code=CORE, path=PACKAGE.parent, **environment):
    return ended(start(code, path, environment))


def numbers(result):
    return np.array([float(w) for w in " ".join(result.stdout.splitlines()[1:]).split()])


@needs_numba
def test_results_are_the_same_with_the_accelerator_off_and_without_numba(tmp_path):
    on, off = run_core(**ON), run_core(**OFF)
    hidden = "import sys; sys.modules['numba'] = None\n" + CORE  # import numba now fails
    without = run_core(hidden, **ON)
    assert on.stdout.startswith("True True")
    assert off.stdout.startswith("False False")
    assert without.stdout.startswith("False")
    (tmp_path / "numba.py").write_text("raise ImportError('numpy is too new')\n", encoding="utf-8")
    broken = run_core(CORE, f"{tmp_path}{os.pathsep}{PACKAGE.parent}", **ON)
    assert broken.stderr.count("numpy is too new") == 1
    np.testing.assert_array_equal(numbers(off), numbers(broken))
    np.testing.assert_allclose(numbers(off), numbers(on), rtol=1e-9)
    np.testing.assert_array_equal(numbers(off), numbers(without))


def test_a_notebook_says_on_its_page_that_it_compiles(monkeypatch, caplog):
    said = []
    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=said.append))
    for found, line in ((None, "in the log"), (shell, "on the page")):
        ipython = SimpleNamespace(get_ipython=lambda found=found: found)
        monkeypatch.setitem(sys.modules, "IPython", ipython)
        loading._announce(line)
    assert said == [{"text/plain": "on the page"}]
    assert caplog.messages == ["in the log"]


# ------------------------------------------------------ two small kernels, in a folder of their own


def twice(a):
    return a + a


def square(a):
    return a * a


@pytest.fixture
def fetch(monkeypatch, tmp_path):
    """Fetches two small kernels as a new process would; returns what was said and the kernels."""
    numba = pytest.importorskip("numba")
    if not compiled.available():
        pytest.skip("the accelerator is off")
    from dlcourse.compiled import loops

    monkeypatch.setattr(loops, "SIGNATURES", {f: (numba.int64,) for f in (twice, square)})
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))

    def fetch():
        said = []
        monkeypatch.setattr(loading, "_fetched", [])
        found = loading.kernels(said.append)
        assert (found.sweep(21), found.train(5)) == (42, 25)
        return said, found

    return fetch


def files(tmp_path, pattern):
    return [path for path in sorted(tmp_path.rglob(pattern)) if path.is_file()]


def test_what_is_kept_is_not_compiled_again_until_a_source_changes(fetch, monkeypatch, tmp_path):
    said, found = fetch()
    assert len(said) == 1 and said[0].startswith(ONCE)
    assert found.kept
    assert len(files(tmp_path, "*.nbi")) == len(files(tmp_path, "*.nbc")) == 2
    said, found = fetch()
    assert said == [] and found.kept
    source = tmp_path / "source"
    shutil.copytree(Path(loading.__file__).parent, source)
    with open(source / "lanes.py", "a", encoding="utf-8") as file:
        file.write("# changed\n")
    monkeypatch.setattr(loading, "__file__", str(source / "loading.py"))
    said, _ = fetch()
    assert len(said) == 1 and said[0].startswith(ONCE)


def _cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def _empty(path):
    path.write_bytes(b"")


def _overwrite(path):
    path.write_bytes(np.random.default_rng(0).bytes(5000))


def _fill_with_zeros(path):
    path.write_bytes(bytes(len(path.read_bytes())))


def _of_another_numba(path):
    import pickle

    path.write_bytes(pickle.dumps("0.1.2") + path.read_bytes())


DAMAGES = (_cut, _empty, _overwrite, _fill_with_zeros, _of_another_numba, Path.unlink)


@pytest.mark.parametrize("pattern", ["*twice*.nbi", "*twice*.nbc", "*square*.nbc", "seal"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda f: f.__name__.strip("_"))
def test_a_damaged_file_is_compiled_anew(fetch, tmp_path, damage, pattern):
    fetch()
    (path,) = files(tmp_path, pattern)
    damage(path)
    said, found = fetch()
    assert len(said) == 1 and said[0].startswith(ONCE)
    assert found.kept
    assert fetch()[0] == []


@pytest.mark.parametrize("pattern", ["*twice*.nbi", "*twice*.nbc", "*square*.nbc"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda f: f.__name__.strip("_"))
def test_what_numba_cannot_read_though_it_is_sealed_goes(fetch, tmp_path, damage, pattern):
    fetch()
    (path,), (seal,) = files(tmp_path, pattern), files(tmp_path, "seal")
    damage(path)
    seal.write_bytes(loading._checksum(seal.parent))
    said, found = fetch()
    assert said == [] or "what is stored cannot be read" in said[0]
    assert found.kept is (said == [])  # a missing file is written again by numba itself
    fetch()
    assert fetch()[0] == []


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("what", ["the kernels", "the seal"])
def test_a_full_disk_is_said_and_nothing_else(fetch, monkeypatch, tmp_path, what):
    with monkeypatch.context() as disk:
        if what == "the seal":
            disk.setattr(Path, "write_bytes", full)
        else:
            disk.setattr("numba.core.caching.IndexDataCacheFile._open_for_write", full)
        said, found = fetch()
    assert not found.kept
    assert said[0].startswith(ONCE)
    assert said[1:] == [
        "the fast kernels cannot be kept on disk: each session compiles them anew "
        "([Errno 28] No space left on device)"
    ]
    assert files(tmp_path, "*.nb?") == []
    said, found = fetch()
    assert found.kept  # there is space again


def test_without_a_folder_each_session_compiles_and_says_so(fetch, monkeypatch):
    def locked(*_, **__):
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr("numba.core.caching.CacheImpl.__init__", locked)
    said, found = fetch()
    assert not found.kept
    assert len(said) == 1
    assert "not kept on disk this time" in said[0] and "no folder can be written to" in said[0]
    assert "once" not in said[0]


def test_a_lock_that_cannot_be_written_does_not_stop_it(fetch, monkeypatch):
    monkeypatch.setattr(loading, "_alone", full)
    said, found = fetch()
    assert not found.kept
    assert len(said) == 1 and "not kept on disk this time" in said[0] and "No space left" in said[0]


def test_where_numba_cannot_compile_numpy_serves(monkeypatch):
    def broken(folder):
        raise ValueError("an instruction is missing\nand much more")

    said = []
    monkeypatch.setattr(loading, "_made", broken)
    monkeypatch.setattr(loading, "_fetched", [])
    assert loading.kernels(said.append) is None
    assert loading.kernels(said.append) is None
    if compiled.available():
        assert (
            said[-1] == "numba cannot be used, numpy serves: ValueError: an instruction is missing"
        )
    assert train(Network((1, 3, 1)), wiggly(), epochs=5).stopped == "epochs"


# -------------------------------------------------------------------------------- several processes

HOLDS = """
import sys
from dlcourse.compiled import loading
with loading._alone(sys.argv[1], print):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_a_process_that_was_killed_is_free(monkeypatch, tmp_path):
    lock = tmp_path / "lock"
    code = f"import sys; sys.argv[1:] = [{str(lock)!r}]\n{HOLDS}"
    holder = start(code, PACKAGE.parent, {})
    assert holder.stdout.readline() == "held\n"
    with open(lock, "ab") as file:
        assert not loading._locked(file)
        monkeypatch.setattr(loading, "PATIENCE", 0.0)
        said = []
        with loading._alone(lock, said.append):  # nobody waits for ever
            assert said == ["waiting for another session that compiles the fast kernels"]
        holder.kill()
        holder.communicate()
        assert loading._locked(file)


TRAINS = """
import warnings
warnings.simplefilter("error")
from dlcourse import Network, compiled, train, wiggly
print("ready", flush=True)
input()
found = compiled.kernels(print)
run = train(Network((1, 3, 1)), wiggly(), epochs=20, seed=[0, 1])
print("kept", found.kept, "losses", run.losses[:, -1].round(9).tolist())
"""


def losses():
    run = train(Network((1, 3, 1)), wiggly(), epochs=20, seed=[0, 1])
    return f"losses {run.losses[:, -1].round(9).tolist()}"


@needs_numba
@pytest.mark.slow
def test_of_four_cold_processes_one_compiles_and_damage_is_repaired(tmp_path):
    settings = {"NUMBA_CACHE_DIR": str(tmp_path), "NUMBA_OPT": "1", **ON}
    processes = [start(TRAINS, PACKAGE.parent, settings) for _ in range(4)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    results = [ended(process) for process in processes]
    assert sum(result.stdout.count(ONCE) for result in results) == 1
    for result in results:
        assert result.stderr == ""
        assert result.stdout.endswith(f"kept True {losses()}\n")
    indices, data = files(tmp_path, "*.nbi"), files(tmp_path, "*.nbc")
    assert len(indices) == len(data) == 2
    _cut(indices[0])
    _overwrite(data[1])
    for compiling in (1, 0):
        process = start(TRAINS, PACKAGE.parent, settings)
        process.stdin.write("\n")
        result = ended(process)
        assert result.stdout.count(ONCE) == compiling
        assert result.stdout.endswith(f"kept True {losses()}\n")
        assert result.stderr == ""


@needs_numba
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of a file")
def test_training_works_where_files_are_refused(tmp_path):
    """A limit on the size of files stops the kernels as a quota does."""
    code = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n{TRAINS}"
    process = start(
        code, PACKAGE.parent, {"NUMBA_CACHE_DIR": str(tmp_path), "NUMBA_OPT": "1", **ON}
    )
    process.stdin.write("\n")
    result = ended(process)
    assert "cannot be kept on disk: each session compiles them anew" in result.stdout
    assert result.stdout.endswith(f"kept False {losses()}\n")
    assert result.stderr == ""


@needs_numba
@pytest.mark.slow
def test_a_folder_that_cannot_be_written_falls_back_to_the_users_cache(tmp_path):
    """`__pycache__` as a file stops even the superuser from writing compiled code there."""
    shutil.copytree(PACKAGE, tmp_path / "dlcourse", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "dlcourse" / "compiled" / "__pycache__").write_text("not a folder")
    where = "from dlcourse.compiled import loading\nprint(loading._folder())"
    home = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "home" / "cache")}
    home |= {"NUMBA_CACHE_DIR": "", "PYTHONDONTWRITEBYTECODE": "1"}
    assert str(tmp_path / "home") in run_core(where, tmp_path, **home).stdout
