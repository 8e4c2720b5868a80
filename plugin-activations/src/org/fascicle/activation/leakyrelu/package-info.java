/** The activation {@code leaky_relu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.leakyrelu;

import org.osgi.annotation.versioning.Version;
