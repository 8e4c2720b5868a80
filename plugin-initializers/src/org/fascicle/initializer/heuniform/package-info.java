/** The initializer {@code he_uniform}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.initializer.heuniform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
