"""What is shown where a note's address is shared: a picture of the blackboard with its title and its figure."""
