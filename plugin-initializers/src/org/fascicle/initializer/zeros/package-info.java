/** The initializer {@code zeros}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.initializer.zeros;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
