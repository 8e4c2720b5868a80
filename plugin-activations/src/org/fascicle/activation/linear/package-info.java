/** The activation {@code linear}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.linear;

import org.osgi.annotation.versioning.Version;
