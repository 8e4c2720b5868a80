/** The activation {@code softplus}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.activation.softplus;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
