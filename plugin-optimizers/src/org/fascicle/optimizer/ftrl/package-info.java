/** The optimizer {@code ftrl}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.ftrl;

import org.osgi.annotation.versioning.Version;
