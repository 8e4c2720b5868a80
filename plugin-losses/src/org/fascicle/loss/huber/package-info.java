/** The loss {@code huber}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.loss.huber;

import org.osgi.annotation.versioning.Version;
