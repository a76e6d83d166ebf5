/** What every feature's endpoints share: paths, problems, filters, JSON. It knows no feature. */
@NullMarked
package dev.mocha.http.web;

import org.jspecify.annotations.NullMarked;
