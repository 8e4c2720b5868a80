/** The constraint {@code max_norm}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.constraint.maxnorm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
