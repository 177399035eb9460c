"""The site's files → the site: the stages, what is kept between builds, and the processes that share the work."""
