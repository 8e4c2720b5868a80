/** The activation {@code linear}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.activation.linear;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
