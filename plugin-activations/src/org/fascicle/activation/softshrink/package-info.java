/** The activation {@code soft_shrink}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.softshrink;

import org.osgi.annotation.versioning.Version;
