/** The activation {@code sparse_plus}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.sparseplus;

import org.osgi.annotation.versioning.Version;
