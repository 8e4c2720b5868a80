/** The entry of the platform: one service that makes, opens and trains models. */
@Version("0.1.0")
package org.fascicle.api;

import org.osgi.annotation.versioning.Version;
