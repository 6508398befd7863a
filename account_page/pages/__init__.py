"""The pages: plain functions of a `Visit`, one thing a page, and the routes that lead to them."""
