/** The activation {@code threshold}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.threshold;

import org.osgi.annotation.versioning.Version;
