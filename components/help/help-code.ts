/** Command lines of the help, by topic, section and block. The words around them stand in `help.articles`. */
export const HELP_CODE: Readonly<Record<string, string>> = {
  "convert.look.code1": `qemu-img info disk.vmdk
ims-img info --os disk.vmdk`,
  "convert.qemu.code1": "qemu-img convert -p -f vmdk -O qcow2 disk.vmdk disk.qcow2",
  "convert.qemu.code2": `qemu-img convert -p -f qcow2 -O vmdk -o subformat=streamOptimized disk.qcow2 disk.vmdk
qemu-img convert -p -f qcow2 -O vpc -o subformat=dynamic,force_size=on disk.qcow2 disk.vhd
qemu-img convert -p -f vdi -O raw disk.vdi disk.raw`,
  "convert.ims.code1": `ims-img convert --verify disk.qcow2 disk.zvhd2
ims-img convert --verify disk.vmdk disk.zvhd`,
  "convert.ims.code2": "ims-img convert -O qcow2 -c zstd disk.zvhd2 disk.qcow2",
  "convert.ims.code3": "ims-img compare disk.vmdk disk.zvhd2",
  "convert.blockmap.code1": "qemu-img map -f raw --output=json disk.raw > disk.mf",
  "policies.structure.code1": `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:get", "ims:images:list"]
    },
    {
      "Effect": "Allow",
      "Action": ["ims:images:delete"],
      "Condition": { "StringEquals": { "g:ResourceTag/env": ["test"] } }
    }
  ]
}`,
  "policies.decide.code1": `{
  "Version": "1.1",
  "Statement": [
    { "Effect": "Deny", "Action": ["ims:images:delete"] }
  ]
}`,
  "iso.linux.code1": `sudo cloud-init clean --logs --machine-id
sudo rm -f /etc/ssh/ssh_host_* /root/.bash_history
sudo poweroff`,
  "iso.linux.code2": "qemu-img convert -p -f vdi -O qcow2 linux.vdi linux.qcow2",
  "system-with-packer.steps.code1": `packer {
  required_plugins {
    qemu = { version = ">= 1.1.0", source = "github.com/hashicorp/qemu" }
  }
}

source "qemu" "base" {
  iso_url          = "debian-netinst.iso"
  iso_checksum     = "file:SHA256SUMS"
  format           = "qcow2"
  disk_size        = "40G"
  disk_interface   = "virtio"
  net_device       = "virtio-net"
  http_directory   = "answers"
  ssh_username     = "builder"
  ssh_timeout      = "30m"
  shutdown_command = "sudo poweroff"
  output_directory = "build"
  vm_name          = "base.qcow2"
}

build {
  sources = ["source.qemu.base"]
  provisioner "shell" { script = "install.sh" }
}`,
  "system-with-packer.steps.code2": `packer init . && packer build .
openstack image create --disk-format qcow2 --container-format bare --file build/base.qcow2 base
openstack image show -c status base`,
};
