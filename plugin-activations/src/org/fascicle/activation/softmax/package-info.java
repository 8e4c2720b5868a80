/** The activation {@code softmax}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.softmax;

import org.osgi.annotation.versioning.Version;
