/** The activation {@code exponential}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.exponential;

import org.osgi.annotation.versioning.Version;
