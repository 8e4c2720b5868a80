/** The initializer {@code random_uniform}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.initializer.randomuniform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
