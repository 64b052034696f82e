from shared.migrations import run

run("customer_profile")
