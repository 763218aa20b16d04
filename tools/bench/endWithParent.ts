/** Required before a program of another process: a bench that is killed cannot stop it, and then the channel closes. */
process.on('disconnect', () => process.exit());
process.channel?.unref();
