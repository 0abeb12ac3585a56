"""What figures are drawn with: `ink`, the hand that they share, `palette`, its colours, and `layers` of networks."""
