/** The activation {@code sparsemax}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.sparsemax;

import org.osgi.annotation.versioning.Version;
