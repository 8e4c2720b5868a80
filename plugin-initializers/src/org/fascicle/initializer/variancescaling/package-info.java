/** The initializer {@code variance_scaling}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.initializer.variancescaling;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
