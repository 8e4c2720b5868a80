/** The activation {@code hard_sigmoid}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.hardsigmoid;

import org.osgi.annotation.versioning.Version;
