/** The activation {@code glu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.glu;

import org.osgi.annotation.versioning.Version;
