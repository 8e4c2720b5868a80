/** The activation {@code softplus}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.softplus;

import org.osgi.annotation.versioning.Version;
