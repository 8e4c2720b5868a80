/** Techniques as curves, for those who draw them. */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.curve;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
