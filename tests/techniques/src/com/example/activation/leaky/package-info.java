/** An activation that leaks on purpose. */
@Version("1.0.0")
package com.example.activation.leaky;

import org.osgi.annotation.versioning.Version;
