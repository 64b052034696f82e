"""What a shop is and what rules it keeps: store, people, treatments, working plans, rules and weights in force."""
