from shared.testing.greenlets import BROWSER_TESTS, asks_for_a_browser

WATCH = f"{BROWSER_TESTS}/test_watch.py"


def test_the_browsers_tests_alone_run_on_real_threads():
    assert asks_for_a_browser([str(BROWSER_TESTS)])
    assert asks_for_a_browser(["-x", "-m", "not long", f"{WATCH}::test_inline_code_is_seen", "-o", "cache_dir=x"])


def test_everything_else_runs_on_greenlets():
    assert not asks_for_a_browser([])
    assert not asks_for_a_browser(["-k", "web"])
    assert not asks_for_a_browser([WATCH, __file__])
