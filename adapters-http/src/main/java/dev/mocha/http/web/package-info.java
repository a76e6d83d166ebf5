/** What the endpoints of every feature share: paths, problems, filters, JSON. */
@NullMarked
package dev.mocha.http.web;

import org.jspecify.annotations.NullMarked;
