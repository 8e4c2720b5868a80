/** Techniques as curves, for those who draw them. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.curve;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
