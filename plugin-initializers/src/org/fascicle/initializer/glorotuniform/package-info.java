/** The initializer {@code glorot_uniform}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.initializer.glorotuniform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
