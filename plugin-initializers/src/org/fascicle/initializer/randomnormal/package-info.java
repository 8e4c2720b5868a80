/** The initializer {@code random_normal}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.initializer.randomnormal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
