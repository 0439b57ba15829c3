"""People's own figures: from an untidy file to the chart that fits them."""
