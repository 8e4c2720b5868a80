/** The activation {@code tanh}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.tanh;

import org.osgi.annotation.versioning.Version;
