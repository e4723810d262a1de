var R=require("./chunks/[turbopack]_runtime.js")("server/middleware.js")
R.c("server/chunks/[externals]__1isrm99rnrt_y._.js")
R.c("server/chunks/[root-of-the-server]__11ybwuammtwn6._.js")
R.m(62395)
module.exports=R.m(62395).exports
