/** The activation {@code ste_sign}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.activation.stesign;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
