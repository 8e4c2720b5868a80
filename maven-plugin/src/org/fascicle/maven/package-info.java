/** The conformance kit as a goal of Maven's. */
@NullMarked
package org.fascicle.maven;

import org.jspecify.annotations.NullMarked;
