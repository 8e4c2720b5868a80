/** An application that waits for a model. */
package com.example.gateway;
