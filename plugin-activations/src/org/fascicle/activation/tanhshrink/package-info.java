/** The activation {@code tanh_shrink}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.activation.tanhshrink;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
