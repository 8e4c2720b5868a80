/** The activation {@code mish}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.mish;

import org.osgi.annotation.versioning.Version;
