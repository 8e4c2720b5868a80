/** The loss {@code log_cosh}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.loss.logcosh;

import org.osgi.annotation.versioning.Version;
