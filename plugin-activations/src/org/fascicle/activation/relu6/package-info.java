/** The activation {@code relu6}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.activation.relu6;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
