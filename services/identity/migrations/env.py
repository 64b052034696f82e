from shared.migrations import run

run("identity")
