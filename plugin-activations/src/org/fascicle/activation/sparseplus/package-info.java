/** The activation {@code sparse_plus}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.activation.sparseplus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
