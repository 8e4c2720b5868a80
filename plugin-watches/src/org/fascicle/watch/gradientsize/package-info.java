/** The watch {@code gradient_size}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.watch.gradientsize;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
