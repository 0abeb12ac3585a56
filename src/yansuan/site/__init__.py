"""What is about many pages: their order, cards, tags, feed and old addresses, and what search finds of them."""
